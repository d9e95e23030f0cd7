import {setImmediate as nextTurn} from 'node:timers/promises';
import {EventSelector, type SelectedEvent} from '../../engine/select/select-events.ts';
import type {Misread} from '../../events/misreadings.ts';
import type {LogOptions} from '../../options/command-options.ts';
import {readLog} from '../../reading/read-log.ts';
import {tell} from '../tell.ts';

/**
Reads a log event by event.

@param onEvent - @returns Whether it has seen enough.
@throws SourceError, CommandStartError
*/
export async function eachEvent(
	options: LogOptions,
	onEvent: (selected: SelectedEvent) => boolean,
	onProblem: (problem: string) => void,
): Promise<Misread> {
	let isDone = false;
	const selector = new EventSelector(options.read, undefined, selected => {
		isDone ||= onEvent(selected);
	});
	const {signal} = new AbortController();
	await readLog(
		options,
		{
			open: (_, {name}) => selector.open(name),
			settle: async () => {
				await nextTurn();
			},
			isDone: () => isDone,
		},
		{read: options.read, signal, onNotice: tell, onProblem},
	);
	selector.end();
	return selector.misread;
}
