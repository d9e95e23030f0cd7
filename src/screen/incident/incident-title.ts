import type {Incident} from '../../insight/incident.ts';
import {ruleOf} from '../../insight/incidents/symptoms/index.ts';
import type {TimelineView} from '../../insight/timeline/timeline-view.ts';
import {formatAge} from '../format/format.ts';
import {formatTime} from '../format/format-time.ts';
import type {Theme} from '../look/theme.ts';
import {foreignName} from '../text/foreign.ts';
import {sayWith} from './incident-words.ts';

const secondsTellMs = 7_200_000; // in a shorter log, minutes alone don't tell incidents apart

/** A short title, safe to draw: `01:58 circuit enrichmentService open 6m29s`. */
export function incidentTitle(
	{trigger, startMs, endMs}: Incident,
	{timeline, theme, timeZone}: {readonly timeline: TimelineView | undefined; readonly theme: Theme; readonly timeZone: string},
): string {
	const {fromMs = 0, toMs = 0, knownToMs} = timeline ?? {};
	const lastMs = endMs ?? knownToMs;
	const say = sayWith(name => foreignName(name, theme), theme.ascii);
	const time = formatTime(startMs, timeZone);
	const age = lastMs === undefined ? '' : ` ${formatAge(lastMs - startMs)}`;
	return `${toMs - fromMs < secondsTellMs ? time : time.slice(0, 5)} ${ruleOf(trigger).title(trigger, say)}${age}${endMs === undefined ? ' so far' : ''}`;
}
