import {boxed, folded, innerHeight, innerWidth} from '../box.ts';
import {foreign} from '../foreign.ts';
import {type Line, line, type Piece, piecesWidth} from '../line.ts';
import {scrolled, scrollOf} from '../scroll.ts';
import type {Theme} from '../theme.ts';
import type {View} from '../view.ts';
import {wrapWords} from '../wrap-words.ts';
import {type BottleneckFact, bottleneckFacts} from './bottleneck-facts.ts';

const title = '2 Bottleneck';
const whyLabel = 'why ';

/** The stage that limits the pipeline, how busy it is, why, and what would be next. */
export function bottleneckRows(view: View): readonly Line[] {
	const {theme, height, frame} = view;
	const facts = bottleneckFacts(frame.snapshot);
	if (height >= 5) {
		const lines = facts.length === 0 ? nothingYet(view) : factLines(facts, innerWidth(view) - 2, theme);
		return boxed(view, {title}, scrolled(lines, innerHeight(view), scrollOf(view)));
	}

	return facts.length === 0
		? [folded(view, title, [{text: `none ${noneWords(view)}`, style: theme.muted}])].slice(0, height)
		: flowedRows(height === 1 ? whyFirst(facts) : facts, view);
}

/** A fact a line, the busy share and the latency together. */
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

/** Of one row not much more than the first facts is seen. */
function whyFirst(facts: readonly BottleneckFact[]): readonly BottleneckFact[] {
	const rank = ({type}: BottleneckFact) => (type === 'stage' ? 0 : type === 'why' ? 1 : 2);
	return facts.toSorted((a, b) => rank(a) - rank(b));
}

/** Without a box: the facts one after the other over the rows there are, whole where they fit. */
function flowedRows(facts: readonly BottleneckFact[], view: View): readonly Line[] {
	const {theme, width, height} = view;
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

	return rows.map((row, index) => (index === 0 ? folded(view, title, row) : line([' ', ...row], width, theme))).slice(0, height);
}

function factPiece({type}: BottleneckFact, text: string, theme: Theme): Piece {
	switch (type) {
		case 'stage':
			return {text, style: theme.barHot};
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

function nothingYet(view: View): ReadonlyArray<readonly Piece[]> {
	return [[' none yet'], [{text: ` ${noneWords(view)}`, style: view.theme.muted}]];
}

function noneWords({frame}: View): string {
	return frame.snapshot.stages.some(({completions}) => completions > 0)
		? 'until a stage tells how long its work takes'
		: 'until a stage completes work';
}
