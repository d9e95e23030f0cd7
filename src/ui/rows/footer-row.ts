import type {KeyHint} from '../key-hint.ts';
import type {View} from '../view.ts';
export function footerRow(view: View, hints: readonly KeyHint[]): string {
	return hints
		.map(hint => `${hint.key} ${hint.label}`)
		.join('  ')
		.slice(0, view.width);
}
