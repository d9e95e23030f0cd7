import type {RowPage} from '../../history/row.ts';
import type {UiState} from '../state/ui-state.ts';

/**
Whether a page says nothing yet of the filter that was just typed: its rows are those of the filter before, or none of the new one's were found so far. A key that is
meant for a line must wait, or it would act on another one than the user will see.
*/
export function isOfOldFilter({filter}: UiState, {filter: shown, rows, searched}: RowPage): boolean {
	return filter !== shown || (rows.length === 0 && searched < 1);
}
