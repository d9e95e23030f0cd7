import {Box, Text} from 'ink';
import type {ReactElement} from 'react';

type RowsProps = {readonly rows: readonly string[]; readonly width: number; readonly height: number};

/** Ready rows, one `<Text>` each: they are already coloured, sanitised and cut to the width, so Ink has the least to lay out. */
export function Rows({rows, width, height}: RowsProps): ReactElement {
	return (
		<Box flexDirection="column" width={width} height={height} flexShrink={0} overflow="hidden">
			{rows.slice(0, height).map((row, line) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
				<Text key={line} wrap="truncate">
					{row === '' ? ' ' : row}
				</Text>
			))}
		</Box>
	);
}
