import process from 'node:process';
import type {Engine, EngineFrame} from '../../engine/protocol.ts';
import {withExit} from '../../insight/verdict.ts';
import {createLatestStore} from '../../screen/state/latest-store.ts';
import type {Frame, Store} from '../../screen/state/store.ts';
import {firstFrame} from './first-frame.ts';
import type {WatchSource} from './watch-source.ts';

const maxNotices = 5; // from the main thread itself
const paintIntervalMs = 8; // a key's effect shows within two of these; the engine itself sends less often

/** The screen's frames, from what the engine publishes and the state of the source. */
export function framesOf(
	engine: Engine,
	source: WatchSource,
): {readonly store: Store; readonly onSourceChange: () => void; readonly onNotice: (notice: string) => void} {
	const notices: string[] = [];
	const store = createLatestStore(firstFrame(source.state(undefined)), paintIntervalMs);
	let newest: EngineFrame | undefined;
	const publish = () => store.publish(newest === undefined ? firstFrame(source.state(undefined)) : frameOf(newest, source, notices));
	engine.onFrame(frame => {
		newest = frame;
		publish();
	});
	return {
		store,
		onSourceChange: publish,
		onNotice(notice) {
			notices.push(notice);
			notices.splice(0, notices.length - maxNotices);
			publish();
		},
	};
}

function frameOf({reading, ...shown}: EngineFrame, source: WatchSource, ownNotices: readonly string[]): Frame {
	const {lagMs, eventsPerSecond, droppedLines} = reading;
	const notices = [...reading.notices, ...ownNotices];
	const state = source.state(reading);
	// Earlier in the log it had not ended yet.
	const hasEnded = state.type === 'exited' && shown.cursor.mode === 'following';
	return {
		...shown,
		snapshot: hasEnded ? withExit(shown.snapshot, state) : shown.snapshot,
		source: state,
		files: source.engineSources.map(each => (each.type === 'stream' ? each.name : each.path)),
		monitor: {lagMs, eventsPerSecond, droppedLines, notices, rssBytes: process.memoryUsage.rss()},
	};
}
