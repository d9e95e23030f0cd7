import type {View} from '../view.ts';
export function bottleneckRows(view: View): readonly string[] {
	return ['bottleneck'.slice(0, view.width)];
}
