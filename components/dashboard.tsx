import {Box} from 'ink';
import type {ReactElement} from 'react';
import type {Layout, Place} from '../src/ui/layout.ts';
import {rowsOf, type Shown} from '../src/ui/parts.ts';
import {Rows} from './rows.tsx';

type DashboardProps = Shown & {readonly layout: Layout};

/** The parts of the screen, each in its place. */
export function Dashboard({layout, ...shown}: DashboardProps): ReactElement {
	return (
		<>
			{layout.bands.map(band => (
				<Box key={keyOf(band.columns.flatMap(({places}) => places))} height={band.height} flexShrink={0}>
					{band.columns.map(column => (
						<Box key={keyOf(column.places)} width={column.width} height={band.height} flexDirection="column" flexShrink={0}>
							{column.places.map(place => (
								<Rows key={place.region} rows={rowsOf(place, shown)} width={place.width} height={place.height} />
							))}
						</Box>
					))}
				</Box>
			))}
		</>
	);
}

const keyOf = (places: readonly Place[]): string => places.map(({region}) => region).join(' ');
