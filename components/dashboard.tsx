import {Box} from 'ink';
import type {ReactElement} from 'react';
import {isGoingOn} from '../src/ui/going-on.ts';
import {helpKeys, hintsFor} from '../src/ui/keymap.ts';
import type {Layout, Place, Region} from '../src/ui/layout.ts';
import {DescribeOverlay} from './describe-overlay.tsx';
import {EventOverlay} from './event-overlay.tsx';
import {FilterPromptLine} from './filter-prompt-line.tsx';
import {Footer} from './footer.tsx';
import {Header} from './header.tsx';
import {HelpOverlay} from './help-overlay.tsx';
import {IncidentOverlay} from './incident-overlay.tsx';
import type {PanelProps} from './panel-props.ts';
import {panels} from './panels.ts';
import {SqlOverlay} from './sql-overlay.tsx';

type DashboardProps = Pick<PanelProps, 'frame' | 'ui' | 'theme' | 'timeZone'> & {readonly layout: Layout};

/** The parts of the screen, each in its place. */
export function Dashboard({layout, ...shared}: DashboardProps): ReactElement {
	return (
		<>
			{layout.bands.map(band => (
				<Box key={keyOf(band.columns.flatMap(({places}) => places))} height={band.height} flexShrink={0}>
					{band.columns.map(column => (
						<Box key={keyOf(column.places)} width={column.width} height={band.height} flexDirection="column" flexShrink={0}>
							{column.places.map(place => (
								<Part key={place.region} place={place} {...shared} />
							))}
						</Box>
					))}
				</Box>
			))}
		</>
	);
}

const keyOf = (places: readonly Place[]): string => places.map(({region}) => region).join(' ');

const parts = new Map<Region, (props: PanelProps) => ReactElement | null>([
	...panels.map(({id, component}) => [id, component] as const),
	['header', Header],
	['footer', props => <Footer {...props} hints={hintsFor(props.ui, isGoingOn(props.frame), props.frame.incidents.length)} />],
	['prompt', FilterPromptLine],
	['overlay', OverlayPart],
]);

function Part({place, ...shared}: Omit<DashboardProps, 'layout'> & {readonly place: Place}): ReactElement | null {
	const {region, width, height} = place;
	const {ui} = shared;
	const Component = parts.get(region);
	const isFocused = region === 'overlay' || (ui.overlay === undefined && region === ui.focus);
	return Component === undefined ? null : <Component {...shared} width={width} height={height} focused={isFocused} />;
}

function OverlayPart(props: PanelProps): ReactElement | null {
	switch (props.ui.overlay?.type) {
		case 'help':
			return <HelpOverlay {...props} keys={helpKeys} />;
		case 'describe':
			return <DescribeOverlay {...props} />;
		case 'incident':
			return <IncidentOverlay {...props} />;
		case 'event':
			return <EventOverlay {...props} />;
		case 'sql':
			return <SqlOverlay {...props} overlay={props.ui.overlay} />;
		case undefined:
			return null;
	}
}
