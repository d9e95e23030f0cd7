import type {RowPage} from '../history/row.ts';
import type {LogSelection} from './ui-state.ts';

/** Where the selected line stands in `page.rows`; `undefined` when nothing is selected or the line is not on this page. */
export function selectedRow(selected: LogSelection | undefined, page: RowPage): number | undefined {
	if (selected === undefined || page.rows.length === 0) {
		return undefined;
	}
	switch (selected.type) {
		case 'first':
			return 0;
		case 'last':
			return page.rows.length - 1;
		case 'line': {
			const row = page.rows.findIndex(({index}) => index === selected.index);
			return row === -1 ? undefined : row;
		}
	}
}
