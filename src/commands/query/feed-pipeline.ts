import type {ChildProcess} from 'node:child_process';
import {Writable} from 'node:stream';
import {commandSource} from '../../sources/index.ts';
import {tell} from '../tell.ts';
import {pipelineDescriptors} from './sql-protocol.ts';

/**
Runs a pipeline and feeds its output to the child process, as fast as the child reads it.

@throws CommandStartError
*/
export async function feedPipeline(command: readonly [string, ...string[]], child: ChildProcess): Promise<void> {
	const [stdout, stderr] = pipelineDescriptors.map(fd => inputOf(child, fd));
	const reading = {signal: new AbortController().signal, onNotice: tell, onProblem: tell};
	for await (const event of commandSource(command).read(reading)) {
		const input = 'part' in event && event.part.stream === 'stderr' ? stderr : stdout;
		if (event.type === 'close') {
			input?.end();
		} else if (event.type === 'bytes' && !(await isTaken(input, event.bytes))) {
			return; // the child has ended, so nobody needs the rest
		}
	}
}

function isTaken(input: Writable | undefined, bytes: Uint8Array): Promise<boolean> {
	return new Promise(resolve => {
		input?.write(bytes, error => resolve(!error));
	});
}

function inputOf({stdio}: ChildProcess, fd: number): Writable {
	const stream: unknown = stdio[fd];
	if (!(stream instanceof Writable)) {
		throw new Error(`descriptor ${fd} is not a pipe`);
	}
	return stream.on('error', () => undefined); // the write's callback reports it
}
