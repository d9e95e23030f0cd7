import process from 'node:process';
import type {EngineOptions, RecordingPlan} from '../../engine/protocol.ts';
import type {Selection} from '../../history/line-matcher.ts';
import {createRecordingMark, withHolders} from '../../history/recording/recording-mark.ts';
import {defaultRecordingPath} from '../../history/recording/recording-path.ts';
import type {RecordingOptions, SourceOptions} from '../../options/command-options.ts';
import {redactText} from '../../screen/text/redact.ts';
import {sourceName} from '../source-name.ts';
import type {WatchOptions} from './watch-options.ts';
import type {WatchSource} from './watch-source.ts';

const defaultWindowMs = 60_000;

/** The engine's options, from those of the command line. */
export function engineOptionsOf(
	options: WatchOptions,
	selection: Selection,
	{engineSources, isStream, keepers}: WatchSource,
	recording: RecordingPlan | undefined,
): EngineOptions {
	return {
		sources: engineSources,
		read: options.read,
		threads: options.threads,
		selection,
		incidents: options.incidents,
		alerts: options.rules.alerts,
		baseline: options.rules.baseline,
		windowMs: options.windowMs ?? defaultWindowMs,
		recording: isStream && recording !== undefined ? {...recording, mark: withHolders(recording.mark, keepers)} : undefined,
		publishMs: 1000 / options.fps,
	};
}

/** Where to record a source. Files aren't recorded. */
export function recordingOf(recording: RecordingOptions, source: SourceOptions): RecordingPlan | undefined {
	if (source.command === undefined && !source.stdin) {
		return undefined; // a mark would load Node's crypto, which takes 5 ms of the start
	}
	const mark = createRecordingMark(redactText(sourceName(source)));
	switch (recording.type) {
		case 'default':
			return {path: defaultRecordingPath(process.env, Date.now(), process.pid), mark, maxBytes: recording.maxBytes, isDefault: true};
		case 'path':
			return {path: recording.path, mark, maxBytes: recording.maxBytes};
		case 'off':
			return undefined;
	}
}
