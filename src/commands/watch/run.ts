import process from 'node:process';
import {setTimeout as sleep} from 'node:timers/promises';
import {endProcess} from '../../end-process.ts';
import {boundHeap} from '../../engine/bound-heap.ts';
import {startEngine} from '../../engine/client.ts';
import type {Engine} from '../../engine/protocol.ts';
import {exitCodeOfError, ObsTopError} from '../../errors.ts';
import type {SourceOptions} from '../../options/command-options.ts';
import {createTheme, type Theme, themeNames} from '../../screen/look/theme.ts';
import {initialUiState} from '../../screen/reduce/initial-ui-state.ts';
import {capabilitiesOf} from '../../terminal/capabilities.ts';
import {openTerminal, type Terminal} from '../../terminal/terminal.ts';
import {type SqlControls, sqlControlsOf} from '../query/sql-client.ts';
import {selectionOf} from '../selection.ts';
import {foundWords, tell} from '../tell.ts';
import {engineOptionsOf, recordingOf} from './engine-options.ts';
import {pickSource} from './pick-source.ts';
import {startMoves} from './start-moves.ts';
import {watchAlerts} from './watch-alerts.ts';
import {controlsOf} from './watch-controls.ts';
import {createWatchEnding, type WatchEnd, type WatchEnding} from './watch-end.ts';
import {framesOf} from './watch-frames.ts';
import type {WatchOptions} from './watch-options.ts';
import {openWatchSource, type WatchSource} from './watch-source.ts';

const firstFrameWithinMs = 150; // wait this long for data, or the app would be drawn twice
const boundHeapAfterMs = 2000; // by then everything is loaded
const quitDeadlineMs = 5000;
const signalDeadlineMs = 1000;
const engineStopMs = 300;
const handOverMs = 1000; // time to write everything that was read
const sqlEndMs = 1200; // it kills itself after 1 s, or is killed
const slowEndMs = 1100; // longer than a signal waits

/** Runs the screen, or without a terminal prints a summary at the end of the input. */
export async function run(options: WatchOptions): Promise<number> {
	const {isDumb, colorLevel, ascii, hasBraille} = capabilitiesOf(process.env, options.color);
	const ending: {current?: WatchEnding} = {};
	const terminal = isDumb ? undefined : openTerminal(() => ending.current?.signal('SIGHUP'), options.mouse);
	if (terminal === undefined) {
		return (await import('./summary.ts')).summarize(options);
	}
	ending.current = createWatchEnding(terminal.leaveNow);
	const themeName = themeNames.find(name => name === options.theme) ?? 'default';
	const theme = createTheme({name: themeName, colorLevel, ascii: options.ascii ?? ascii, braille: hasBraille});
	return watchOn(terminal, ending.current, theme, options);
}

async function watchOn(terminal: Terminal, ending: WatchEnding, theme: Theme, options: WatchOptions): Promise<number> {
	let source: WatchSource | undefined;
	let engine: Engine | undefined;
	let sql: SqlControls | undefined;
	let end: WatchEnd;
	try {
		const chosen = hasSource(options) ? options : await pickSource(terminal, ending, theme);
		if (chosen !== undefined) {
			await checkBaseline(options);
			const selection = await selectionOf({...options, ...chosen});
			const moves = await startMoves({...options, ...chosen}, selection);
			const recording = recordingOf(options.recording, chosen);
			// Not earlier: the steps above may wait for a disk, and only a process without signal handlers dies
			// regardless.
			ending.listen();
			source = await openWatchSource(chosen, options.keep ? recording : undefined);
			ending.whenLate(source.endNow);
			const engineOptions = engineOptionsOf(options, selection, source, recording);
			engine = startEngine(engineOptions);
			engine.onFrame(boundHeap(boundHeapAfterMs));
			moves.forEach(engine.moveCursor);
			// The most there can be; the screen then asks for what fits.
			engine.setPage({...initialUiState.log.request, count: terminal.stdout.rows});
			sql = sqlControlsOf(engineOptions);
			await show(terminal, ending, theme, engine, source, sql, options);
		}
		end = await ending.ended;
	} catch (error) {
		end = {type: 'failed', error};
	}
	return finish(terminal, source, engine, sql, end);
}

/** Runs before anything is started or a recording is created. @throws SourceError */
async function checkBaseline({rules: {baseline}}: WatchOptions): Promise<void> {
	if (baseline !== undefined) {
		const {closeFile, openFile} = await import('../../sources/index.ts');
		closeFile(openFile(baseline));
	}
}

const hasSource = ({files, stdin, command}: SourceOptions): boolean => files.length > 0 || stdin || command !== undefined;

/** Shows the screen until it ends, and feeds the source to the engine meanwhile. */
async function show(
	terminal: Terminal,
	ending: WatchEnding,
	theme: Theme,
	engine: Engine,
	source: WatchSource,
	sql: SqlControls,
	{notify, read: {timeZone}, foundConfig}: Pick<WatchOptions, 'notify' | 'read' | 'foundConfig'>,
): Promise<void> {
	terminal.enter();
	engine.onFrame(() => terminal.whenTaking()); // a stalled terminal costs no frames
	const hasFrame = new Promise<void>(resolve => engine.onFrame(() => resolve()));
	const {store, onSourceChange, onNotice} = framesOf(engine, source);
	// While the engine reads.
	const loading = Promise.all([import('../../../components/show-on.tsx'), import('../../../components/app.tsx')]);
	if (foundConfig !== undefined) {
		onNotice(foundWords(foundConfig));
	}
	const endAlerts = watchAlerts(engine, terminal, notify, onNotice);
	engine.failed.catch(ending.fail);
	source.whenKeeperLost(onNotice);
	source.feed(engine, onSourceChange).catch(ending.fail);
	await Promise.race([hasFrame, sleep(firstFrameWithinMs)]);
	const [{showOn}, {App}] = await loading;
	const controls = controlsOf(terminal, engine, source, ending, sql, timeZone);
	const shown = showOn(terminal, App, {store, controls, theme, timeZone}, ending.fail);
	await ending.ended;
	endAlerts();
	shown.unmount();
}

/** Restores the terminal first, so that the user has it back whatever else takes time. The pipeline ends meanwhile. */
async function finish(
	terminal: Terminal,
	source: WatchSource | undefined,
	engine: Engine | undefined,
	sql: SqlControls | undefined,
	end: WatchEnd,
): Promise<number> {
	const exitCode = exitCodeOf(end, source);
	const sqlEnd = sql?.endSql();
	const isWrongUse = end.type === 'failed' && end.error instanceof ObsTopError;
	const isKept = !isWrongUse && source?.isKept() === true;
	const isKeeperLost = source?.isKeeperLost() === true;
	const pipelineEnd = isKept ? undefined : source?.end(end.type === 'signal' ? signalDeadlineMs : quitDeadlineMs);
	await terminal.leave(isKept ? `${source?.whereabouts()}\n` : '');
	const slow = setTimeout(() => terminal.isStuck() || tell('waiting for the pipeline to end; it will be killed after 5 s'), slowEndMs);
	await pipelineEnd;
	clearTimeout(slow);
	await within(sqlEnd, sqlEndMs);
	if (isKeeperLost && !terminal.isStuck()) {
		tell('ended the pipeline: the process that should have kept it was gone');
	}
	const held = await within(engine?.stop(), isKept ? handOverMs : engineStopMs);
	if (isKept) {
		await within(source?.handOver(held), engineStopMs);
	}
	if (terminal.isStuck()) {
		endProcess(exitCode); // printing the reason would wait for the terminal
	}
	if (end.type === 'failed') {
		throw end.error;
	}
	return exitCode;
}

function exitCodeOf(end: WatchEnd, source: WatchSource | undefined): number {
	switch (end.type) {
		case 'quit':
			return source?.exitCode() ?? 0;
		case 'signal':
			return end.exitCode;
		case 'failed':
			return exitCodeOfError(end.error);
	}
}

function within<Value>(promise: Promise<Value> | undefined, timeMs: number): Promise<Value | undefined> {
	return Promise.race([promise, new Promise<undefined>(resolve => setTimeout(() => resolve(undefined), timeMs))]);
}
