import {startCommand} from './command.ts';
import type {Part, Source, SourceEvent, SourceReading} from './source.ts';

const parts: Readonly<Record<'stdout' | 'stderr', Part>> = {
	stdout: {number: 0, stream: 'stdout', fd: undefined, startOffset: 0},
	stderr: {number: 1, stream: 'stderr', fd: undefined, startOffset: 0},
};

/**
Everything a command writes to stdout and stderr, until the last process that holds them closes them. If the reader
stops early, the command is ended. If a signal is ending the command, this process ends too.
*/
export function commandSource(argv: readonly [string, ...string[]]): Source {
	return {name: argv[0], isOnce: true, isOfParts: true, read: reading => readOutputs(argv, reading)};
}

async function* readOutputs(argv: readonly [string, ...string[]], {onExit}: SourceReading): AsyncGenerator<SourceEvent> {
	const command = await startCommand(argv);
	const output = new Handover();
	let isWanted = true;
	try {
		yield {type: 'open', part: parts.stdout};
		yield {type: 'open', part: parts.stderr};
		const reading = command.read((stream, bytes) => output.put({type: 'bytes', part: parts[stream], bytes})).finally(() => output.end());
		for (let event = await output.take(); event !== undefined; event = await output.take()) {
			yield event;
		}
		await reading;
		isWanted = false;
	} finally {
		if (isWanted) {
			output.end();
			await command.end();
		}
	}
	if (command.isEnding()) {
		await never; // the process is ending, and half an output must not be reported
	}
	const {state} = command;
	if (state.type === 'exited') {
		onExit?.({code: state.code, signal: state.signal});
	}
	yield {type: 'close', part: parts.stdout, reason: 'ended'};
	yield {type: 'close', part: parts.stderr, reason: 'ended'};
}

const never = new Promise<never>(() => {});

/** Passes on one event at a time; `put` resolves once its event has been used. */
class Handover {
	#waiting: Array<{readonly event: SourceEvent; readonly used: () => void}> = [];
	#last: (() => void) | undefined;
	#wake: (() => void) | undefined;
	#hasEnded = false;

	put(event: SourceEvent): Promise<void> {
		return new Promise(resolve => {
			if (this.#hasEnded) {
				resolve();
				return;
			}
			this.#waiting.push({event, used: resolve});
			this.#wake?.();
		});
	}

	/** Marks the previous event as used. @returns The next one; `undefined` at the end. */
	async take(): Promise<SourceEvent | undefined> {
		this.#last?.();
		this.#last = undefined;
		while (this.#waiting.length === 0 && !this.#hasEnded) {
			await new Promise<void>(resolve => {
				this.#wake = resolve;
			});
		}
		const next = this.#waiting.shift();
		this.#last = next?.used;
		return next?.event;
	}

	end(): void {
		this.#hasEnded = true;
		this.#last?.();
		this.#wake?.();
	}
}
