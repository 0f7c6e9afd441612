package dev.voicecall.offline;

import edu.cmu.sphinx.jsgf.JSGFGrammar;
import edu.cmu.sphinx.linguist.language.grammar.GrammarNode;

/** A JSGF grammar that refuses words which the dictionary does not have; Sphinx's own drops them. Made by Sphinx, by name. */
public final class CheckedGrammar extends JSGFGrammar {
    /** For Sphinx. */
    public CheckedGrammar() {}

    @Override
    protected GrammarNode createGrammarNode(int identity, String word) {
        if (getDictionary().getWord(word) == null) {
            throw new IllegalArgumentException("The grammar has the word '" + word
                    + "', which is not in the dictionary; write it in lower case, without digits, as other words.");
        }
        return super.createGrammarNode(identity, word);
    }
}
