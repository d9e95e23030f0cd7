import type {ReactElement} from 'react';
import type {Layout} from '../src/ui/layout.ts';
import {rowsOf, type Shown} from '../src/ui/parts.ts';
import {Rows} from './widgets/rows.tsx';

type DashboardProps = Shown & {readonly layout: Layout};

/** The parts of the screen, each in its place. */
export function Dashboard({layout, ...shown}: DashboardProps): ReactElement {
	return (
		<>
			{layout.places.map(place => (
				<Rows key={place.region} name={place.region} x={place.x} y={place.y} lines={rowsOf(place, shown)} />
			))}
		</>
	);
}
