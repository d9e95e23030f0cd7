import type {ReactElement} from 'react';
import {helpKeys} from '../src/screen/keys/keymap.ts';
import type {Layout, Region} from '../src/screen/look/layout.ts';
import type {Theme} from '../src/screen/look/theme.ts';
import {isGoingOn} from '../src/screen/state/going-on.ts';
import type {Frame} from '../src/screen/state/store.ts';
import type {UiState} from '../src/screen/state/ui-state.ts';
import {BottleneckPanel} from './bottleneck/bottleneck-panel.tsx';
import {CachesPanel} from './caches-panel.tsx';
import {CircuitsPanel} from './circuits-panel.tsx';
import {Footer} from './footer.tsx';
import {Header} from './header/header.tsx';
import {HelpPane} from './help-pane.tsx';
import {IncidentPane} from './incident-pane.tsx';
import {IntrospectionPane} from './introspection-pane.tsx';
import {EventsPanel} from './log/events-panel.tsx';
import {OpenedEventPane} from './log/opened-event-pane.tsx';
import {PromptLine} from './prompt.tsx';
import {SqlPane} from './sql-pane.tsx';
import {StagesPanel} from './stages/stages-panel.tsx';
import {TimelinePanel} from './timeline/timeline-panel.tsx';
import type {ScrolledPart} from './widgets/part.ts';

type DashboardProps = {
	readonly layout: Layout;
	readonly frame: Frame;
	readonly ui: UiState;
	readonly theme: Theme;
	/** IANA zone in which times are shown; UTC without one. */
	readonly timeZone?: string | undefined;
};

/** The parts of the screen that the layout has a place for. On a wide screen the stages stand beside the bottleneck and the caches; on others all stand one below the other. */
export function Dashboard({layout, frame, ui, theme, timeZone = 'UTC'}: DashboardProps): ReactElement {
	const {snapshot, source, cursor, timeline, incidents, page, files} = frame;
	const part = (region: Region): ScrolledPart | undefined => {
		const place = layout.places.find(each => each.region === region);
		const focused = region === 'overlay' || (ui.overlay === undefined && region === ui.focus);
		return place && {...place, focused, scroll: focused ? ui.scroll : 0, theme, timeZone};
	};
	const header = part('header');
	const stages = part('stages');
	const bottleneck = part('bottleneck');
	const caches = part('caches');
	const circuits = part('circuits');
	const time = part('timeline');
	const events = part('events');
	const overlay = part('overlay');
	const prompt = part('prompt');
	const footer = part('footer');
	return (
		<>
			{header && <Header {...header} snapshot={snapshot} source={source} cursor={cursor} />}
			{stages && <StagesPanel {...stages} snapshot={snapshot} sort={ui.sort} groupByHost={ui.groupByHost} chosen={ui.stage} />}
			{bottleneck && <BottleneckPanel {...bottleneck} snapshot={snapshot} />}
			{caches && <CachesPanel {...caches} caches={snapshot.caches} />}
			{circuits && <CircuitsPanel {...circuits} circuits={snapshot.circuits} atMs={snapshot.atMs} />}
			{time && <TimelinePanel {...time} timeline={timeline} incidents={incidents} cursor={cursor} source={source} snapshot={snapshot} />}
			{events && (
				<EventsPanel
					{...events}
					page={page}
					files={files}
					counts={snapshot.source}
					isFollowing={cursor.mode === 'following'}
					filter={ui.filter}
					selected={ui.log.selected}
					wrap={ui.wrap}
				/>
			)}
			{overlay && paneOf(overlay, frame, ui)}
			{prompt && ui.prompt && <PromptLine {...prompt} prompt={ui.prompt} />}
			{footer && <Footer {...footer} ui={ui} monitor={frame.monitor} isGoingOn={isGoingOn(frame)} incidents={incidents.length} />}
		</>
	);
}

/** What lies over the panels. */
function paneOf(part: ScrolledPart, {snapshot, timeline, incidents, files}: Frame, {overlay}: UiState): ReactElement | undefined {
	switch (overlay?.type) {
		case 'help':
			return <HelpPane {...part} keys={helpKeys} />;
		case 'describe':
			return <IntrospectionPane {...part} signatures={snapshot.signatures} stages={snapshot.stages} />;
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
