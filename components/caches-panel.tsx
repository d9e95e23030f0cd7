import type {ReactElement} from 'react';
import {cachesRows} from '../src/ui/rows/caches-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** Whether the caches hit. */
export function CachesPanel(props: PanelProps): ReactElement {
	return <Rows rows={cachesRows(props)} width={props.width} height={props.height} />;
}
