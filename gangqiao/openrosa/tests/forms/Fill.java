import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.FileInputStream;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.javarosa.core.model.Constants;
import org.javarosa.core.model.FormDef;
import org.javarosa.core.model.data.DateData;
import org.javarosa.core.model.data.DecimalData;
import org.javarosa.core.model.data.IAnswerData;
import org.javarosa.core.model.data.IntegerData;
import org.javarosa.core.model.data.StringData;
import org.javarosa.core.model.instance.InstanceInitializationFactory;
import org.javarosa.core.model.instance.TreeElement;
import org.javarosa.core.model.instance.TreeReference;
import org.javarosa.core.model.utils.DateUtils;
import org.javarosa.core.reference.Reference;
import org.javarosa.core.reference.ReferenceFactory;
import org.javarosa.core.reference.ReferenceManager;
import org.javarosa.model.xform.XFormsModule;
import org.javarosa.xform.util.XFormUtils;

/**
 * Fills a form as ODK Collect does, with its own engine (JavaRosa, as it lies in ODK Validate).
 *
 * java -cp ODK_Validate.jar Fill.java FORM FOLDER < LINES
 *
 * FOLDER holds the lists that the form names. Each line of the input is an object {node: text}, typed in its order into
 * an empty form. For each a line comes back: {node: [is relevant, its text, may its text stand]}.
 */
public class Fill {
  public static void main(String[] arguments) throws Exception {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    System.setOut(System.err); // the engine talks
    new XFormsModule().registerModule();
    ReferenceManager.instance().addReferenceFactory(new Folder(Path.of(arguments[1])));
    FormDef form = XFormUtils.getFormFromInputStream(new FileInputStream(arguments[0]));
    form.initialize(true, new InstanceInitializationFactory());
    Map<String, TreeElement> nodes = new LinkedHashMap<>();
    gather(form.getMainInstance().getRoot(), nodes);
    ObjectMapper json = new ObjectMapper();
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      Iterator<Map.Entry<String, JsonNode>> values = json.readTree(line).fields();
      while (values.hasNext()) {
        Map.Entry<String, JsonNode> one = values.next();
        TreeElement node = nodes.get(one.getKey());
        if (node == null) throw new IllegalArgumentException("the form has no node " + one.getKey());
        form.setValue(data(node, one.getValue().asText()), node.getRef(), true);
      }
      Map<String, Object> found = new LinkedHashMap<>();
      for (Map.Entry<String, TreeElement> one : nodes.entrySet()) found.put(one.getKey(), judged(form, one.getValue()));
      out.println(json.writeValueAsString(found));
      for (TreeElement node : nodes.values()) if (node.getValue() != null && !isFixed(node)) form.setValue(null, node.getRef(), true);
    }
  }

  /** What the form sets itself, once. */
  private static boolean isFixed(TreeElement node) {
    return List.of("questions", "notice_number").contains(node.getName()) || node.getRef().toString().contains("/meta/");
  }

  private static Object[] judged(FormDef form, TreeElement node) {
    IAnswerData value = node.getValue();
    boolean stands = value == null || form.evaluateConstraint(node.getRef(), value);
    return new Object[] {node.isRelevant(), value == null ? "" : value.uncast().getString(), stands};
  }

  private static void gather(TreeElement element, Map<String, TreeElement> nodes) {
    for (int place = 0; place < element.getNumChildren(); place++) {
      TreeElement child = element.getChildAt(place);
      if (child.getMult() == TreeReference.INDEX_TEMPLATE) continue;
      if (child.getNumChildren() > 0) gather(child, nodes);
      else nodes.put(child.getName(), child);
    }
  }

  private static IAnswerData data(TreeElement node, String text) {
    if (text.isEmpty()) return null;
    switch (node.getDataType()) {
      case Constants.DATATYPE_INTEGER: return new IntegerData(Integer.parseInt(text));
      case Constants.DATATYPE_DECIMAL: return new DecimalData(Double.parseDouble(text));
      case Constants.DATATYPE_DATE: return new DateData(DateUtils.parseDate(text));
      default: return new StringData(text);
    }
  }

  /** The files of a folder under their names, as jr://file-csv/persons.csv. */
  private record Folder(Path path) implements ReferenceFactory {
    public boolean derives(String uri) { return uri.startsWith("jr://"); }
    public Reference derive(String uri, String context) { return derive(uri); }
    public Reference derive(String uri) { return new InFolder(uri, path.resolve(uri.substring(uri.lastIndexOf('/') + 1))); }
  }

  private record InFolder(String uri, Path path) implements Reference {
    public boolean doesBinaryExist() { return path.toFile().exists(); }
    public InputStream getStream() throws java.io.IOException { return new FileInputStream(path.toFile()); }
    public String getURI() { return uri; }
    public String getLocalURI() { return path.toString(); }
    public boolean isReadOnly() { return true; }
    public OutputStream getOutputStream() { throw new UnsupportedOperationException(); }
    public void remove() { throw new UnsupportedOperationException(); }
    public Reference[] probeAlternativeReferences() { return new Reference[0]; }
  }
}
