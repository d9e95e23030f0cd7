import {boxed, folded, innerHeight, innerWidth} from '../box.ts';
import {foreign} from '../foreign.ts';
import {line, type Piece} from '../line.ts';
import {scrolled, scrollOf} from '../scroll.ts';
import type {Theme} from '../theme.ts';
import type {View} from '../view.ts';
import {wrapWords} from '../wrap-words.ts';
import {type BottleneckFact, bottleneckFacts} from './bottleneck-facts.ts';

const title = '2 Bottleneck';

/** The stage that limits the pipeline, how busy it is, why, and what would be next. */
export function bottleneckRows(view: View): readonly string[] {
	const {theme, height, width, frame} = view;
	const facts = bottleneckFacts(frame.snapshot);
	if (height >= 5) {
		return boxed(
			view,
			{title},
			scrolled(facts.length === 0 ? nothingYet(view) : bottleneckLines(facts, innerWidth(view), theme), innerHeight(view), scrollOf(view)),
		);
	}

	const pieces = facts.map(fact => [factPiece(fact, foreign(fact.text, theme), theme)]);
	const [first, ...rest] = pieces;
	if (first === undefined) {
		return [folded(view, title, [{text: 'no stage has completed work yet', paint: theme.muted}])].slice(0, height);
	}

	const separator: Piece = {text: ` ${theme.glyphs.separator} `, paint: theme.muted};
	if (height === 1) {
		return [
			folded(
				view,
				title,
				pieces.flatMap((piece, index) => (index === 0 ? piece : [separator, ...piece])),
			),
		];
	}

	const load = facts[1]?.type === 'load' ? (rest.shift() ?? []) : [];
	const top = folded(view, title, load.length === 0 ? first : [...first, separator, ...load]);
	// The rows below: one fact each while there is room, all that is left in the last.
	const below = Array.from({length: height - 1}, (_, index) => (index === height - 2 ? rest.slice(index) : rest.slice(index, index + 1)));
	return [
		top,
		...below.map(row => line([' ', ...row.flatMap((piece, index) => (index === 0 ? piece : [separator, ...piece]))], width, theme)),
	].slice(0, height);
}

const labels: Partial<Record<BottleneckFact['type'], string>> = {why: 'why '};

function bottleneckLines(facts: readonly BottleneckFact[], cells: number, theme: Theme): ReadonlyArray<readonly Piece[]> {
	return facts.flatMap((fact, index) => {
		const label = labels[fact.type] ?? '';
		const shownLabel = facts[index - 1]?.type === fact.type ? ' '.repeat(label.length) : label;
		const lines = wrapWords(foreign(fact.text, theme), Math.max(1, cells - 2 - label.length)).slice(0, 3);
		return lines.map((text, row): readonly Piece[] => [
			{text: ` ${row === 0 ? shownLabel : ' '.repeat(label.length)}`, paint: theme.muted},
			factPiece(fact, text, theme),
		]);
	});
}

function factPiece({type}: BottleneckFact, text: string, theme: Theme): Piece {
	switch (type) {
		case 'stage':
			return {text, paint: theme.barHot};
		case 'why':
			return {text, paint: theme.warning};
		case 'load':
		case 'demand':
		case 'headroom':
			return text;
		case 'next':
		case 'inFlight':
			return {text, paint: theme.muted};
	}
}

function nothingYet({theme}: View): ReadonlyArray<readonly Piece[]> {
	return [[' none yet'], [{text: ' until a stage completes work', paint: theme.muted}]];
}
