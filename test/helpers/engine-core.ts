import {Buffer} from 'node:buffer';
import type {ExecutionContext} from 'ava';
import {EngineCore} from '../../src/engine/engine-core.ts';
import type {EngineFrame, EngineSource, FromEngine} from '../../src/engine/protocol.ts';
import {defaultReadOptions as read} from '../../src/events/read-options.ts';
import type {CursorMove} from '../../src/insight/cursor.ts';

const pageRows = 12;

/** The program's engine in this thread, with our own clock. */
export function coreOn(t: ExecutionContext, source: EngineSource, onFrame: (frame: EngineFrame) => void = () => {}) {
	const clock = {nowMs: 1_000_000};
	let last: EngineFrame | undefined;
	const taken: Array<() => void> = [];
	const post = (message: FromEngine) => {
		if (message.type === 'frame') {
			last = message.frame;
			onFrame(last);
			core.receive({type: 'seen'});
		} else if (message.type === 'taken') {
			taken.shift()?.();
		}
	};
	const selection = {filter: undefined, sinceMs: undefined, untilMs: undefined};
	const core = new EngineCore(
		{sources: [source], read, selection, windowMs: 60_000, recording: undefined, publishMs: 1000},
		post,
		() => clock.nowMs,
	);
	t.teardown(() => core.receive({type: 'stop'}));
	const frame = (): EngineFrame => {
		core.receive({type: 'page', request: {anchor: 'cursor', offset: 0, count: pageRows}});
		return last ?? t.fail();
	};
	return {
		core,
		clock,
		frame,
		move(move: CursorMove): EngineFrame {
			core.receive({type: 'cursor', move});
			return frame();
		},
		async push(text: string, arrivedMs = clock.nowMs): Promise<void> {
			const came = new Promise<void>(resolve => taken.push(resolve));
			core.receive({type: 'pieces', source: 0, pieces: [{stream: 'stdout', bytes: Buffer.from(text), arrivedMs}]});
			await came;
		},
		stop: () => core.receive({type: 'stop'}),
	};
}
