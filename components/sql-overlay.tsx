import type {ReactElement} from 'react';
import {sqlRows} from '../src/ui/rows/sql-rows.ts';
import type {SqlOverlay as Overlay} from '../src/ui/ui-state.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** The result of a query, or how far it has come. */
export function SqlOverlay({overlay, ...props}: PanelProps & {readonly overlay: Overlay}): ReactElement {
	return <Rows rows={sqlRows(props, overlay)} width={props.width} height={props.height} />;
}
