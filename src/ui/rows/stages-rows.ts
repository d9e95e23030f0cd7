import type {StageView} from '../../insight/snapshot.ts';
import {boxed, type Content, folded, innerHeight, innerWidth} from '../box.ts';
import {foreignName} from '../foreign.ts';
import {formatRate, formatSpan} from '../format.ts';
import {type Line, type Piece, restyled} from '../line.ts';
import {scrolled, scrollOf} from '../scroll.ts';
import {sortedStages} from '../stage-sort.ts';
import type {View} from '../view.ts';
import {type StageEntry, stageColumns} from './stage-columns.ts';

/** The stages as a table: as many columns as have room, the bottleneck marked, silent stages grey. */
export function stagesRows(view: View): readonly Line[] {
	const {frame, ui, theme, height} = view;
	if (height < 3) {
		return [folded(view, '1 Stages', foldedStages(view))].slice(0, height);
	}

	const {up, down, separator} = theme.glyphs;
	const direction = ui.sort === 'name' || ui.sort === 'throughput' ? up : down;
	const sort = ui.sort === 'pipeline' ? 'pipeline order' : `sort: ${ui.sort} ${direction}`;
	const {windowMs, stages} = frame.snapshot;
	const right = stages.length === 0 ? undefined : windowMs === undefined ? sort : `last ${formatSpan(windowMs)} ${separator} ${sort}`;
	return boxed(view, {title: '1 Stages', right}, stages.length === 0 ? nothingYet(view) : table(view));
}

function table(view: View): Content {
	const {frame, ui, theme} = view;
	const entries = entriesOf(sortedStages(frame.snapshot.stages, ui.sort), ui.groupByHost);
	const columns = stageColumns(view, entries, innerWidth(view));
	const head: readonly Piece[] = [' ', ...columns.map(({head: text}) => ({text, style: theme.muted}))];
	const visible = innerHeight(view);
	const hasHead = visible >= 3;
	const rows = entries.map(entry => selectedRow(view, entry, [gutter(view, entry), ...columns.map(({cell}) => cell(entry))]));
	const content = scrolled(rows, hasHead ? visible - 1 : visible, scrollOf(view));
	return hasHead ? {...content, rows: [head, ...content.rows]} : content;
}

/** One colour for the whole row: the bars' colour would turn into a patch of background. */
function selectedRow({ui, theme}: View, {stage, host}: StageEntry, pieces: readonly Piece[]): readonly Piece[] {
	return host !== undefined || stage.name !== ui.stage ? pieces : restyled(pieces, theme.selection);
}

function gutter({frame, theme, ui}: View, {stage, host}: StageEntry): Piece {
	if (host === undefined && stage.name === ui.stage && stage.name !== frame.snapshot.bottleneck?.stage) {
		return theme.glyphs.selected;
	}

	return host === undefined && stage.name === frame.snapshot.bottleneck?.stage ? {text: theme.glyphs.mark, style: theme.barHot} : ' ';
}

function entriesOf(stages: readonly StageView[], isGrouped: boolean): readonly StageEntry[] {
	return stages.flatMap(stage => [{stage, host: undefined}, ...(isGrouped ? stage.hosts.map(host => ({stage, host})) : [])]);
}

function nothingYet({frame, theme}: View): Content {
	const {events, lines} = frame.snapshot.source;
	const state =
		lines === 0
			? 'Waiting for the first line.'
			: `No stage has completed work in ${events === 1 ? 'the one event' : `${events} events`} so far.`;
	return {
		rows: [[` ${state}`], [{text: ' stage_completed events fill this table: recordsIn, recordsOut, elapsedMs.', style: theme.muted}]],
		above: 0,
		below: 0,
	};
}

function foldedStages({frame, theme}: View): readonly Piece[] {
	const {stages, bottleneck} = frame.snapshot;
	if (stages.length === 0) {
		return [{text: 'no stage yet', style: theme.muted}];
	}

	return stages.flatMap(stage => {
		const text = `${foreignName(stage.name, theme)} ${formatRate(stage.throughputRps)}`;
		return [stage.name === bottleneck?.stage ? {text: theme.glyphs.mark + text, style: theme.barHot} : text, '  '];
	});
}
