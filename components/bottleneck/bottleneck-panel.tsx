import {memo} from 'react';
import type {Snapshot} from '../../src/insight/snapshot.ts';
import {formatSpan} from '../../src/screen/format/format.ts';
import {type Line, line, type Piece, piecesWidth} from '../../src/screen/look/line.ts';
import type {Theme} from '../../src/screen/look/theme.ts';
import {foreign} from '../../src/screen/text/foreign.ts';
import {wrapWords} from '../../src/screen/text/wrap-words.ts';
import type {PanelRecord} from '../panel-record.ts';
import {folded, innerHeight, innerWidth} from '../widgets/box.ts';
import {FoldedPanel, Panel} from '../widgets/panel.tsx';
import type {Part, ScrolledPart} from '../widgets/part.ts';
import {Rows} from '../widgets/rows.tsx';
import {scrolled} from '../widgets/scroll.ts';
import {type BottleneckFact, bottleneckFacts} from './bottleneck-facts.ts';

const title = '2 Bottleneck';
const whyLabel = 'why ';

type BottleneckProps = ScrolledPart & {readonly snapshot: Snapshot};

export const bottleneckPanel: PanelRecord = {
	id: 'bottleneck',
	key: '2',
	rows: ({snapshot}) => {
		const {bottleneck} = snapshot;
		const isTwofold = bottleneck?.demand !== undefined && bottleneck.demand.stage !== bottleneck.stage;
		const whys = bottleneckFacts(snapshot).filter(({type}) => type === 'why' || type === 'trouble').length;
		return bottleneck === undefined ? whys : 5 + Math.min(4, whys) + (isTwofold ? 2 : 0);
	},
	draw: (part, {snapshot}) => <BottleneckPanel {...part} snapshot={snapshot} />,
};

/** The stage that limits the pipeline, how busy it is, why, and what would be next. */
const BottleneckPanel = memo((props: BottleneckProps) => {
	const {snapshot, region, x, y, height, scroll} = props;
	const facts = bottleneckFacts(snapshot);
	if (height >= 5) {
		const lines = facts.length === 0 ? nothingYet(props) : factLines(facts, innerWidth(props) - 2, props.theme);
		const {bottleneck, windowMs} = snapshot;
		const right = bottleneck === undefined || windowMs === undefined ? undefined : `last ${formatSpan(windowMs)}`;
		return <Panel {...props} title={title} right={right} content={scrolled(lines, innerHeight(props), scroll)} />;
	}

	return facts.length === 0 ? (
		<FoldedPanel {...props} title={title} pieces={[{text: `none ${noneWords(props)}`, style: props.theme.muted}]} />
	) : (
		<Rows name={region} x={x} y={y} lines={flowedRows(height === 1 ? whyFirst(facts) : facts, props)} />
	);
});

/** One fact per line, with the busy share and the latency on the same one. */
function factLines(facts: readonly BottleneckFact[], cells: number, theme: Theme): ReadonlyArray<readonly Piece[]> {
	const loads = facts.filter(({type}) => type === 'load');
	const joined: readonly BottleneckFact[] = facts.flatMap(fact => {
		if (fact.type !== 'load') {
			return [fact];
		}

		return fact === loads[0] ? [{type: 'load', text: loads.map(({text}) => text).join(' · ')}] : [];
	});
	return joined.flatMap((fact, index) => {
		const label = fact.type === 'why' ? whyLabel : '';
		const isFirst = joined[index - 1]?.type !== fact.type;
		const lines = wrapWords(foreign(fact.text, theme), Math.max(1, cells - label.length)).slice(0, 3);
		return lines.map((text, row): readonly Piece[] => [
			{text: ` ${isFirst && row === 0 ? label : ' '.repeat(label.length)}`, style: theme.muted},
			factPiece(fact, text, theme),
		]);
	});
}

/** A single row shows little more than the first facts. */
function whyFirst(facts: readonly BottleneckFact[]): readonly BottleneckFact[] {
	const rank = ({type}: BottleneckFact) => (type === 'stage' ? 0 : type === 'trouble' ? 1 : type === 'why' ? 2 : 3);
	return facts.toSorted((a, b) => rank(a) - rank(b));
}

/** Without a box: the facts flow over the available rows and aren't split if they fit. */
function flowedRows(facts: readonly BottleneckFact[], part: Part): readonly Line[] {
	const {theme, width, height} = part;
	const separator: Piece = {text: ` ${theme.glyphs.separator} `, style: theme.muted};
	const rows: Piece[][] = [[]];
	for (const [index, fact] of facts.entries()) {
		const label = fact.type === 'why' && facts[index - 1]?.type !== 'why' ? whyLabel : '';
		const pieces: readonly Piece[] = [{text: label, style: theme.muted}, factPiece(fact, foreign(fact.text, theme), theme)];
		const room = width - (rows.length === 1 ? title.length + 3 : 1);
		const row = rows.at(-1) ?? [];
		if (row.length === 0) {
			row.push(...pieces);
		} else if (rows.length === height || piecesWidth([...row, separator, ...pieces]) <= room) {
			row.push(separator, ...pieces);
		} else {
			rows.push([...pieces]);
		}
	}

	return rows.map((row, index) => (index === 0 ? folded(part, title, row) : line([' ', ...row], width, theme))).slice(0, height);
}

function factPiece({type}: BottleneckFact, text: string, theme: Theme): Piece {
	switch (type) {
		case 'stage':
			return {text, style: theme.barHot};
		case 'trouble':
		case 'why':
			return {text, style: theme.warning};
		case 'load':
		case 'demand':
		case 'headroom':
		case 'base':
			return text;
		case 'next':
		case 'inFlight':
			return {text, style: theme.muted};
	}
}

function nothingYet(props: BottleneckProps): ReadonlyArray<readonly Piece[]> {
	return [[' none yet'], [{text: ` ${noneWords(props)}`, style: props.theme.muted}]];
}

function noneWords({snapshot}: BottleneckProps): string {
	const {stages, windowMs} = snapshot;
	if (stages.some(({completions}) => completions > 0)) {
		return 'until a stage reports how long its work takes';
	}
	return windowMs !== undefined && stages.some(({isPast}) => isPast)
		? `as no stage completed work in the last ${formatSpan(windowMs)}`
		: 'until a stage completes work';
}
