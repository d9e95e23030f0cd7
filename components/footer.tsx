import type {ReactElement} from 'react';
import type {KeyHint} from '../src/ui/key-hint.ts';
import {footerRow} from '../src/ui/rows/footer-row.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** The keys that work now and, at the right, how well the monitor itself keeps up. */
export function Footer({hints, ...props}: PanelProps & {readonly hints: readonly KeyHint[]}): ReactElement {
	return <Rows rows={[footerRow(props, hints)]} width={props.width} height={props.height} />;
}
