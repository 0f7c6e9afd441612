package dev.voicecall.testkit.twilio;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;
import org.xml.sax.ErrorHandler;
import org.xml.sax.SAXException;
import org.xml.sax.SAXParseException;

/** Reads TwiML. Doctypes, and with them entities, are refused. */
final class TwimlParser {
    private TwimlParser() {}

    /**
     * Reads a document.
     *
     * @throws WebhookFailure with code 12100 if it isn't well-formed XML with a {@code Response} as its root
     */
    static TwimlElement parse(byte[] xml) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            factory.setXIncludeAware(false);
            var builder = factory.newDocumentBuilder();
            builder.setErrorHandler(new Thrower());
            Element root = builder.parse(new ByteArrayInputStream(xml)).getDocumentElement();
            if (!root.getTagName().equals("Response")) {
                throw new WebhookFailure(
                        12100, "The root of the document is <" + root.getTagName() + ">; it must be <Response>.");
            }
            return element(root);
        } catch (SAXException e) {
            throw new WebhookFailure(12100, "The document is not well-formed XML: " + e.getMessage());
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException("The JDK's XML parser does not work as it should.", e);
        }
    }

    private static TwimlElement element(Element node) {
        Map<String, String> attributes = new LinkedHashMap<>();
        NamedNodeMap given = node.getAttributes();
        for (int i = 0; i < given.getLength(); i++) {
            attributes.put(given.item(i).getNodeName(), given.item(i).getNodeValue());
        }
        List<TwimlElement> children = new ArrayList<>();
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element(element));
            }
        }
        return new TwimlElement(
                node.getTagName(),
                attributes,
                children,
                node.getTextContent().strip().replaceAll("\\s+", " "));
    }

    /** Without it, the parser prints errors. */
    private static final class Thrower implements ErrorHandler {
        @Override
        public void warning(SAXParseException e) {}

        @Override
        public void error(SAXParseException e) throws SAXException {
            throw e;
        }

        @Override
        public void fatalError(SAXParseException e) throws SAXException {
            throw e;
        }
    }
}
