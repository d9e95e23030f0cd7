import type {ReactElement} from 'react';
import {circuitsRows} from '../src/ui/rows/circuits-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** Which circuits are open, for how long, and what tripped them. */
export function CircuitsPanel(props: PanelProps): ReactElement {
	return <Rows rows={circuitsRows(props)} width={props.width} height={props.height} />;
}
