import {Fragment, type ReactElement} from 'react';
import {helpKeys} from '../src/screen/keys/keymap.ts';
import type {Layout, Region} from '../src/screen/look/layout.ts';
import type {Theme} from '../src/screen/look/theme.ts';
import {isGoingOn} from '../src/screen/state/going-on.ts';
import type {Frame} from '../src/screen/state/store.ts';
import type {UiState} from '../src/screen/state/ui-state.ts';
import {Footer} from './footer.tsx';
import {Header} from './header/header.tsx';
import {HelpPane} from './help-pane.tsx';
import {IncidentPane} from './incident-pane.tsx';
import {IntrospectionPane} from './introspection-pane.tsx';
import {OpenedEventPane} from './log/opened-event-pane.tsx';
import {panels} from './panels.ts';
import {PromptLine} from './prompt.tsx';
import {SqlPane} from './sql-pane.tsx';
import type {ScrolledPart} from './widgets/part.ts';

type DashboardProps = {
	readonly layout: Layout;
	readonly frame: Frame;
	readonly ui: UiState;
	readonly theme: Theme;
	/** IANA time zone for display; UTC by default. */
	readonly timeZone?: string | undefined;
};

/**
The parts of the screen that the layout has a place for. On a wide screen the bottleneck and the caches are beside the
stages; otherwise everything is stacked.
*/
export function Dashboard({layout, frame, ui, theme, timeZone = 'UTC'}: DashboardProps): ReactElement {
	const {snapshot, source, cursor, incidents} = frame;
	const part = (region: Region): ScrolledPart | undefined => {
		const place = layout.places.find(each => each.region === region);
		const focused = region === 'overlay' || (ui.overlay === undefined && region === ui.focus);
		return place && {...place, focused, scroll: focused ? ui.scroll : 0, theme, timeZone};
	};
	const header = part('header');
	const overlay = part('overlay');
	const prompt = part('prompt');
	const footer = part('footer');
	return (
		<>
			{header && <Header {...header} snapshot={snapshot} source={source} cursor={cursor} />}
			{panels.map(({id, draw}) => {
				const place = part(id);
				return place && <Fragment key={id}>{draw(place, frame, ui)}</Fragment>;
			})}
			{overlay && paneOf(overlay, frame, ui)}
			{prompt && ui.prompt && <PromptLine {...prompt} prompt={ui.prompt} />}
			{footer && <Footer {...footer} ui={ui} monitor={frame.monitor} isGoingOn={isGoingOn(frame)} incidents={incidents.length} />}
		</>
	);
}

const keysOfHelp = helpKeys(panels);

/** What covers the panels. */
function paneOf(part: ScrolledPart, {snapshot, timeline, incidents, files}: Frame, {overlay}: UiState): ReactElement | undefined {
	switch (overlay?.type) {
		case 'help':
			return <HelpPane {...part} keys={keysOfHelp} />;
		case 'describe':
			return <IntrospectionPane {...part} signatures={snapshot.signatures} stages={snapshot.stages} atMs={snapshot.atMs} />;
		case 'incident':
			return <IncidentPane {...part} overlay={overlay} incidents={incidents} knownToMs={timeline?.knownToMs} files={files} />;
		case 'event':
			return <OpenedEventPane {...part} overlay={overlay} files={files} />;
		case 'sql':
			return <SqlPane {...part} overlay={overlay} />;
		case undefined:
			return undefined;
	}
}
