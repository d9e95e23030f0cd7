import type {View} from '../view.ts';
export function describeRows(view: View): readonly string[] {
	return ['describe:describeRows'.slice(0, view.width)];
}
