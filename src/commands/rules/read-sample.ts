import type {LogEvent} from '../../events/event.ts';
import {emptyEvent} from '../../events/event-draft.ts';
import {ScannedEvent} from '../../events/scan/scanned-event.ts';
import type {LogOptions} from '../../options/command-options.ts';
import {eachEvent} from './each-event.ts';

const mostEvents = 20_000;

/** The first events of a log that no rule and no dialect has taken as something a pipeline did. */
export async function readSample(
	options: LogOptions,
	onProblem: (problem: string) => void,
): Promise<{readonly events: readonly LogEvent[]; readonly isWhole: boolean}> {
	const events: LogEvent[] = [];
	await eachEvent(
		options,
		({event, source, timeMs}) => {
			if (event === undefined) {
				events.push({...emptyEvent, event: source.text, timeMs});
			} else if (event.kind === 'other' && event.rule === undefined) {
				events.push({...(event instanceof ScannedEvent ? event.kept() : event), timeMs});
			}
			return events.length >= mostEvents;
		},
		onProblem,
	);
	return {events, isWhole: events.length < mostEvents};
}
