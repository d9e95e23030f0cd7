import {bottleneckPanel} from './bottleneck/bottleneck-panel.tsx';
import {cachesPanel} from './caches-panel.tsx';
import {circuitsPanel} from './circuits-panel.tsx';
import {eventsPanel} from './log/events-panel.tsx';
import type {PanelRecord} from './panel-record.ts';
import {stagesPanel} from './stages/stages-panel.tsx';
import {timelinePanel} from './timeline/timeline-panel.tsx';

/**
Every panel, in the order of Tab. The layout has a place of its own for the first six; others come below the circuits.
*/
export const panels: readonly PanelRecord[] = [stagesPanel, bottleneckPanel, circuitsPanel, cachesPanel, timelinePanel, eventsPanel];
