import type {ReactElement} from 'react';
import {headerRow} from '../src/ui/rows/header-row.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** What is watched and how it is, in one row. */
export function Header(props: PanelProps): ReactElement {
	return <Rows rows={[headerRow(props)]} width={props.width} height={props.height} />;
}
