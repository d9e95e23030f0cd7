import type {ReactElement} from 'react';
import {describeRows} from '../src/ui/rows/describe-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** What the stages are: their signatures as announced, or the fields seen of them. */
export function DescribeOverlay(props: PanelProps): ReactElement {
	return <Rows rows={describeRows(props)} width={props.width} height={props.height} />;
}
