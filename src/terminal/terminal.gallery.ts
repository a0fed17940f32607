import { answered, type GallerySection } from '../gallery/specimen.ts';
import { terminalHelp } from './terminal-help.view.ts';

/** What only a terminal says. */
export function terminalGallery(): GallerySection {
  return {
    feature: 'terminal',
    title: 'At a terminal',
    specimens: [answered('What each command takes besides', terminalHelp)],
  };
}
