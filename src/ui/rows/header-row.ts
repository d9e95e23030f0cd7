import type {View} from '../view.ts';
export function headerRow(view: View): string {
	return 'obs-top'.slice(0, view.width);
}
