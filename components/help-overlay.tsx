import type {ReactElement} from 'react';
import type {KeyHint} from '../src/ui/key-hint.ts';
import {helpRows} from '../src/ui/rows/help-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** All keys, from the one key table. */
export function HelpOverlay({keys, ...props}: PanelProps & {readonly keys: readonly KeyHint[]}): ReactElement {
	return <Rows rows={helpRows(props, keys)} width={props.width} height={props.height} />;
}
