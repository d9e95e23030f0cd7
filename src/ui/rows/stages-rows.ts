import type {View} from '../view.ts';
export function stagesRows(view: View): readonly string[] {
	return ['stages'.slice(0, view.width)];
}
