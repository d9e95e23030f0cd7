import type {Command} from '../options/request.ts';
import {endPipelinesOnSignal} from './end-pipelines.ts';
import {foundWords, tell} from './tell.ts';

/**
Runs one command to its end. A command is a module whose `run` takes its options and resolves to the exit code; only the one asked for is loaded, because the time
to the first line counts.
*/
export async function runCommand(command: Command): Promise<number> {
	if (command.name === 'recordings') {
		return (await import('./recordings.ts')).run(command.options);
	}
	const {foundConfig} = command.options;
	if (foundConfig !== undefined && command.name !== 'health') {
		tell(foundWords(foundConfig)); // `health` has it in what it prints
	}
	if (command.name !== 'watch' && command.options.command !== undefined) {
		endPipelinesOnSignal();
	}
	switch (command.name) {
		case 'watch':
			return (await import('./watch.ts')).run(command.options);
		case 'health':
			return (await import('./health.ts')).run(command.options);
		case 'incidents':
			return (await import('./incidents.ts')).run(command.options);
		case 'events':
			return (await import('./events.ts')).run(command.options);
		case 'inspect':
			return (await import('./inspect.ts')).run(command.options);
		case 'query':
			return (await import('./query.ts')).run(command.options);
	}
}
