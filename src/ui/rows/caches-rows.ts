import type {View} from '../view.ts';
export function cachesRows(view: View): readonly string[] {
	return ['caches'.slice(0, view.width)];
}
