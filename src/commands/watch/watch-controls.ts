import process from 'node:process';
import type {Engine} from '../../engine/protocol.ts';
import {readTypedTime} from '../../options/values/cursor-time.ts';
import type {Controls} from '../../screen/state/store.ts';
import {suspend} from '../../terminal/suspend.ts';
import type {Terminal} from '../../terminal/terminal.ts';
import type {SqlControls} from '../query/sql-client.ts';
import type {WatchEnding} from './watch-end.ts';
import type {WatchSource} from './watch-source.ts';

// It has its own process group, so it isn't stopped with us; but nobody reads its output.
const pipelineWaits = 'obs-top: stopped; the pipeline keeps running until the pipe is full (fg resumes)\r\n';

/** Connects the screen's requests to whoever handles them. SIGTSTP from outside suspends like Ctrl-Z. */
export function controlsOf(
	terminal: Terminal,
	engine: Engine,
	source: WatchSource,
	ending: WatchEnding,
	sql: SqlControls,
	timeZone: string,
): Controls {
	let filters: Pick<Controls, 'checkFilter' | 'combineFilters'> = {checkFilter: () => undefined, combineFilters: ([first]) => first};
	// Loaded after the first frame, because the filter language brings a whole regular expression engine.
	import('../../query/filter.ts').then(query => {
		filters = query;
	}, ending.fail);

	const onStop = () => suspendFor('self');
	const stopHandling = () => {
		process.off('SIGTSTP', onStop);
		return () => process.on('SIGTSTP', onStop);
	};
	const suspendFor = (whom: 'self' | 'group') => {
		suspend(terminal, source.hasRunningCommand() ? pipelineWaits : '', whom, stopHandling).catch(ending.fail);
	};
	process.on('SIGTSTP', onStop);

	return {
		setFilter: engine.setFilter,
		setPage: engine.setPage,
		moveCursor: engine.moveCursor,
		setTimeline: engine.setTimeline,
		find: engine.find,
		around: engine.around,
		lines: engine.lines,
		checkFilter: filter => filters.checkFilter(filter),
		readTime: (text, span) => readTypedTime(text, span, timeZone),
		combineFilters: texts => filters.combineFilters(texts),
		runSql: sql.runSql,
		cancelSql: sql.cancelSql,
		exportSql: sql.exportSql,
		exportLines: engine.exportLines,
		cancelExport: engine.cancelExport,
		onMouse: terminal.onMouse,
		copy: terminal.copy,
		suspend: () => suspendFor('group'),
		redraw: terminal.redraw,
		record: engine.record,
		quit: ending.quit,
		interrupt: () => ending.signal('SIGINT'),
	};
}
