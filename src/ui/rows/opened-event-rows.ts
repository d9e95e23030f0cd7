import type {View} from '../view.ts';
export function openedEventRows(view: View): readonly string[] {
	return ['opened-event:openedEventRows'.slice(0, view.width)];
}
