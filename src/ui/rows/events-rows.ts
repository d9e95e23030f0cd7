import type {View} from '../view.ts';
export function eventsRows(view: View): readonly string[] {
	return ['events'.slice(0, view.width)];
}
