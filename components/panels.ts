import type {ReactElement} from 'react';
import type {PanelId} from '../src/ui/ui-state.ts';
import {BottleneckPanel} from './bottleneck-panel.tsx';
import {CachesPanel} from './caches-panel.tsx';
import {CircuitsPanel} from './circuits-panel.tsx';
import {EventsPanel} from './events-panel.tsx';
import type {PanelProps} from './panel-props.ts';
import {StagesPanel} from './stages-panel.tsx';
import {TimelinePanel} from './timeline-panel.tsx';

export type PanelEntry = {
	readonly id: PanelId;
	/** The number key that goes to it; it also stands in its title. */
	readonly key: '1' | '2' | '3' | '4' | '5' | '6';
	readonly title: string;
	readonly component: (props: PanelProps) => ReactElement;
};

/** The panels in the order of their keys. A new panel is one file and one line here. */
export const panels: readonly PanelEntry[] = [
	{id: 'stages', key: '1', title: 'Stages', component: StagesPanel},
	{id: 'bottleneck', key: '2', title: 'Bottleneck', component: BottleneckPanel},
	{id: 'circuits', key: '3', title: 'Circuits', component: CircuitsPanel},
	{id: 'caches', key: '4', title: 'Caches', component: CachesPanel},
	{id: 'timeline', key: '5', title: 'Timeline', component: TimelinePanel},
	{id: 'events', key: '6', title: 'Events', component: EventsPanel},
];
