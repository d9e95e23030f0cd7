/**
What `Intl.Segmenter` is in the bundle (`stand-ins.ts`). Ink and what it uses make five of them as they are loaded; the first takes as long as a quarter of Node's own start, and a screen of text and line drawing never asks it.
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
