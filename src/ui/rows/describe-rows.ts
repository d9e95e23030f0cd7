import type {SignatureView, StageView} from '../../insight/snapshot.ts';
import {boxed, innerHeight, innerWidth} from '../box.ts';
import {foreign, foreignName} from '../foreign.ts';
import {formatPercent, formatRate} from '../format.ts';
import {formatTime} from '../format-time.ts';
import type {Line, Piece} from '../line.ts';
import {scrolled} from '../scroll.ts';
import {fitEnd} from '../truncate.ts';
import type {View} from '../view.ts';
import {displayWidth} from '../width.ts';
import {wrapWords} from '../wrap-words.ts';

/** What the stages are: name and signature, description, and what they do now; of those that never announced themselves, the fields seen. */
export function describeRows(view: View): readonly Line[] {
	const {frame, timeZone} = view;
	const {signatures} = frame.snapshot;
	const announced = signatures.map(({announcedAtMs}) => announcedAtMs).filter(time => time !== undefined);
	const first = announced.length === 0 ? undefined : announced.reduce((least, time) => Math.min(least, time));
	const left = first === undefined ? undefined : `announced by the pipeline at ${formatTime(first, timeZone)}`;
	const rows = signatures.length === 0 ? nothingYet(view) : allSignatures(signatures, view);
	return boxed(
		{...view, focused: true},
		{title: 'Stages of the pipeline', left, right: 'Esc closes'},
		scrolled(rows, innerHeight(view), view.ui.scroll),
	);
}

function allSignatures(signatures: readonly SignatureView[], view: View): ReadonlyArray<readonly Piece[]> {
	const cells = innerWidth(view) - 2;
	const longest = signatures.reduce((most, {name}) => Math.max(most, displayWidth(foreignName(name, view.theme))), 0);
	const nameCells = Math.min(longest, Math.max(8, Math.floor(cells * 0.3)));
	return signatures.flatMap(signature => signatureRows(signature, nameCells, cells, view));
}

function signatureRows(signature: SignatureView, nameCells: number, cells: number, view: View): ReadonlyArray<readonly Piece[]> {
	const {theme, frame} = view;
	const textCells = Math.max(8, cells - nameCells - 2);
	const indent = ' '.repeat(nameCells + 3);
	const head = signature.signature;
	const lines = head === undefined ? ['signature not announced'] : wrapWords(foreign(head, theme), textCells);
	const name: Piece = {text: fitEnd(foreignName(signature.name, theme), nameCells, theme.glyphs.ellipsis), style: theme.strong};
	const rows: Array<readonly Piece[]> = lines.map((text, index): readonly Piece[] => {
		const piece: Piece = {text, style: head === undefined ? theme.muted : theme.accent};
		return index === 0 ? [' ', name, '  ', piece] : [indent, piece];
	});
	if (signature.description !== undefined) {
		rows.push(...wrapWords(foreign(signature.description, theme), textCells).map(text => [indent, text]));
	}

	const stage = frame.snapshot.stages.find(({name: stageName}) => stageName === signature.stage);
	if (stage !== undefined) {
		rows.push(...wrapWords(liveText(stage, view), textCells).map((text): readonly Piece[] => [indent, {text, style: theme.muted}]));
	}

	if (head === undefined && signature.seenFields.length > 0) {
		const seen = foreign(signature.seenFields.join(' '), theme);
		rows.push(...wrapWords(`seen: ${seen}`, textCells).map((text): readonly Piece[] => [indent, {text, style: theme.muted}]));
	}

	return rows;
}

function liveText({name, throughputRps, passRate}: StageView, {theme}: View): string {
	return `live as \`${foreignName(name, theme)}\`: ${formatRate(throughputRps)} rps, pass ${formatPercent(passRate)}`;
}

function nothingYet({theme}: View): ReadonlyArray<readonly Piece[]> {
	return [
		[' No stage has announced itself and none was seen at work.'],
		[{text: ' A stage announces itself with stage_described: stage, description, signature.', style: theme.muted}],
	];
}
