import type {RowPage} from '../../history/row.ts';
import type {LogSelection} from './ui-state.ts';

/**
The index in `page.rows` of the selected line, or else the cursor's; `undefined` if there is none or it isn't on this
page.
*/
export function selectedRow(selected: LogSelection | undefined, page: RowPage): number | undefined {
	if (page.rows.length === 0) {
		return undefined;
	}
	switch (selected?.type) {
		case undefined: {
			const {cursorIndex} = page;
			// Under a filter, the last line before it.
			const row = cursorIndex === undefined ? -1 : page.rows.findLastIndex(({index}) => index <= cursorIndex);
			return row === -1 ? undefined : row;
		}
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
