import {Box, Transform} from 'ink';
import {memo, type ReactElement} from 'react';

type RowsProps = {readonly rows: readonly string[]; readonly width: number; readonly height: number};

/**
Ready rows: they are already coloured, sanitised and cut to the width. Ink lays out blanks of the same height, once, and the rows come in as what the blanks turn into: so a row that changes needs no measuring and no new layout.
*/
export const Rows = memo(
	({rows, width, height}: RowsProps): ReactElement => (
		<Box width={width} height={height} flexShrink={0} overflow="hidden">
			{height > 0 && <Transform transform={(_, line) => rows[line] ?? ''}>{blankRows(height)}</Transform>}
		</Box>
	),
	isSame,
);

const blankRows = (height: number): string => ` ${'\n'.repeat(height - 1)}`;

function isSame(before: RowsProps, after: RowsProps): boolean {
	return (
		before.width === after.width &&
		before.height === after.height &&
		before.rows.length === after.rows.length &&
		before.rows.every((row, line) => row === after.rows[line])
	);
}
