import {memo} from 'react';
import type {Snapshot, StageView} from '../../src/insight/snapshot.ts';
import {formatRate, formatSpan} from '../../src/screen/format/format.ts';
import {pastText} from '../../src/screen/format/past-rate.ts';
import {type Piece, restyled} from '../../src/screen/look/line.ts';
import {sortedStages} from '../../src/screen/state/stage-sort.ts';
import type {Frame} from '../../src/screen/state/store.ts';
import type {StageSort, UiState} from '../../src/screen/state/ui-state.ts';
import {foreignName} from '../../src/screen/text/foreign.ts';
import type {PanelRecord} from '../panel-record.ts';
import {type Content, innerHeight, innerWidth} from '../widgets/box.ts';
import {FoldedPanel, Panel} from '../widgets/panel.tsx';
import type {ScrolledPart} from '../widgets/part.ts';
import {scrolled, unscrolled} from '../widgets/scroll.ts';
import {fittingColumns} from './fitting-columns.ts';
import type {StageEntry} from './stage-columns.ts';

export type StagesProps = ScrolledPart & {
	readonly snapshot: Snapshot;
	readonly sort: StageSort;
	readonly groupByHost: boolean;
	/** The chosen stage. */
	readonly chosen: string | undefined;
};

export const stagesPanel: PanelRecord = {
	id: 'stages',
	key: '1',
	rows: wantedRows,
	draw: (part, {snapshot}, ui) => (
		<StagesPanel {...part} snapshot={snapshot} sort={ui.sort} groupByHost={ui.groupByHost} chosen={ui.stage} />
	),
};

/** The stages as a table: as many columns as fit, the bottleneck marked, silent stages grey. */
const StagesPanel = memo((props: StagesProps) =>
	props.height < 3 ? (
		<FoldedPanel {...props} title={title} pieces={foldedStages(props)} />
	) : (
		<Panel
			{...props}
			title={title}
			right={orderText(props)}
			content={props.snapshot.stages.length === 0 ? nothingYet(props) : table(props)}
		/>
	),
);

const title = '1 Stages';
const wordsOfNone = 2; // rows of the text for a log without stages; the event log gets the rest

function wantedRows({snapshot: {stages}}: Frame, {groupByHost}: UiState): number {
	const hosts = groupByHost ? stages.reduce((sum, stage) => sum + stage.hosts.length, 0) : 0;
	return stages.length === 0 ? wordsOfNone : 1 + Math.max(3, stages.length + hosts);
}

/** The time span of the figures, and the order of the rows. */
function orderText({snapshot: {windowMs, stages}, sort, theme}: StagesProps): string | undefined {
	if (stages.length === 0) {
		return undefined;
	}

	const {up, down, separator} = theme.glyphs;
	const order = sort === 'pipeline' ? 'pipeline order' : `sort: ${sort} ${sort === 'name' || sort === 'throughput' ? up : down}`;
	return windowMs === undefined ? order : `last ${formatSpan(windowMs)} ${separator} ${order}`;
}

function table(props: StagesProps): Content {
	const {snapshot, sort, groupByHost, theme, scroll} = props;
	const entries = entriesOf(sortedStages(snapshot.stages, sort), groupByHost);
	const columns = fittingColumns(props, entries, innerWidth(props));
	const head: readonly Piece[] = [' ', ...columns.map(({head: text}) => ({text, style: theme.muted}))];
	const visible = innerHeight(props);
	const hasHead = visible >= 3;
	const shown = scrolled(entries, hasHead ? visible - 1 : visible, scroll);
	const rows = shown.rows.map(entry => chosenRow(props, entry, [gutter(props, entry), ...columns.map(({cell}) => cell(entry))]));
	return {...shown, rows: hasHead ? [head, ...rows] : rows};
}

/** The selected row has a single colour: inverted, the bars' colour would be a patch of background. */
function chosenRow({chosen, theme}: StagesProps, {stage, host}: StageEntry, pieces: readonly Piece[]): readonly Piece[] {
	return host !== undefined || stage.name !== chosen ? pieces : restyled(pieces, theme.selection);
}

function gutter({snapshot: {bottleneck}, theme, chosen}: StagesProps, {stage, host}: StageEntry): Piece {
	if (host === undefined && stage.name === chosen && stage.name !== bottleneck?.stage) {
		return theme.glyphs.selected;
	}

	return host === undefined && stage.name === bottleneck?.stage ? {text: theme.glyphs.mark, style: theme.barHot} : ' ';
}

function entriesOf(stages: readonly StageView[], isGrouped: boolean): readonly StageEntry[] {
	return stages.flatMap(stage => [{stage, host: undefined}, ...(isGrouped ? stage.hosts.map(host => ({stage, host})) : [])]);
}

function nothingYet({snapshot, theme}: StagesProps): Content {
	const {events, lines} = snapshot.source;
	const state =
		lines === 0
			? 'Waiting for the first line.'
			: `No stage has completed work in ${events === 1 ? 'the one event' : `${events} events`} so far.`;
	return unscrolled([
		[` ${state}`],
		[{text: ' It needs stage_completed events with recordsIn, recordsOut and elapsedMs.', style: theme.muted}],
	]);
}

function foldedStages({snapshot, theme}: StagesProps): readonly Piece[] {
	const {stages, bottleneck} = snapshot;
	if (stages.length === 0) {
		return [{text: 'no stages yet', style: theme.muted}];
	}

	return stages.flatMap(stage => {
		const past = pastText(stage, snapshot.atMs);
		const text = `${foreignName(stage.name, theme)} ${formatRate(stage.throughputRps)}`;
		if (past !== undefined) {
			return [{text: `${text} (${past})`, style: theme.muted}, '  '];
		}

		return [stage.name === bottleneck?.stage ? {text: theme.glyphs.mark + text, style: theme.barHot} : text, '  '];
	});
}
