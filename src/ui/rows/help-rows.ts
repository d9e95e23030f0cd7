import type {KeyHint} from '../key-hint.ts';
import type {View} from '../view.ts';
export function helpRows(view: View, keys: readonly KeyHint[]): readonly string[] {
	return keys.map(hint => `${hint.key} ${hint.label}`.slice(0, view.width));
}
