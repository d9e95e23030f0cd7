/**
Replaces `Intl.Segmenter` in the bundle (`stand-ins.ts`). Ink and its dependencies create five segmenters at load time.
The first costs a quarter of Node's own start time, and a screen of text and line drawing never uses it.
*/
export class LateSegmenter {
	readonly #arguments: ConstructorParameters<typeof Intl.Segmenter>;
	#real: Intl.Segmenter | undefined;

	constructor(...given: ConstructorParameters<typeof Intl.Segmenter>) {
		this.#arguments = given;
	}

	segment(text: string): Intl.Segments {
		this.#real ??= new Intl.Segmenter(...this.#arguments);
		return this.#real.segment(text);
	}
}
