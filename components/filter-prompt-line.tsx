import type {ReactElement} from 'react';
import {promptRows} from '../src/ui/rows/prompt-rows.ts';
import type {PanelProps} from './panel-props.ts';
import {Rows} from './rows.tsx';

/** The filter being typed and, under the column where it breaks, why. */
export function FilterPromptLine(props: PanelProps): ReactElement {
	return <Rows rows={promptRows(props)} width={props.width} height={props.height} />;
}
