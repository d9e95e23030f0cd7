import type {View} from '../view.ts';
export function circuitsRows(view: View): readonly string[] {
	return ['circuits'.slice(0, view.width)];
}
