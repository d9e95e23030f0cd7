import type {RowPage} from '../../history/row.ts';
import type {UiState} from '../state/ui-state.ts';

/**
Whether a page doesn't reflect the newly typed filter yet: its rows belong to the previous filter, or no match has been
found so far. A key that acts on a line must wait, or it would act on a line that the user won't see.
*/
export function isOfOldFilter({filter}: UiState, {filter: shown, rows, searched}: RowPage): boolean {
	return filter !== shown || (rows.length === 0 && searched < 1);
}
