import type {View} from '../view.ts';
export function promptRows(view: View): readonly string[] {
	return ['prompt:promptRows'.slice(0, view.width)];
}
