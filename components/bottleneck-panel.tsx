import type {ReactElement} from 'react';
import {bottleneckRows} from '../src/ui/rows/bottleneck-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** The stage that limits the pipeline, and why. */
export function BottleneckPanel(props: PanelProps): ReactElement {
	return <Rows rows={bottleneckRows(props)} width={props.width} height={props.height} />;
}
