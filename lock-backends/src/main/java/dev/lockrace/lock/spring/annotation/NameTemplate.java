package dev.lockrace.lock.spring.annotation;

import dev.lockrace.lock.IllegalLockRequestException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.DefaultParameterNameDiscoverer;
import org.springframework.core.ParameterNameDiscoverer;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParserContext;
import org.springframework.expression.common.CompositeStringExpression;
import org.springframework.expression.common.LiteralExpression;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.standard.SpelExpression;
import org.springframework.expression.spel.standard.SpelExpressionParser;

/** The name of a lock: text with expressions, which are evaluated for each call. */
final class NameTemplate {

    private static final SpelExpressionParser PARSER = new SpelExpressionParser();
    private static final ParameterNameDiscoverer NAMES = new DefaultParameterNameDiscoverer();

    private final Method method;
    private final List<Expression> parts;

    /**
     * @throws org.springframework.expression.ParseException if an expression does not parse
     */
    NameTemplate(String text, Method method) {
        this.method = method;
        Expression template = PARSER.parseExpression(text, ParserContext.TEMPLATE_EXPRESSION);
        this.parts =
                template instanceof CompositeStringExpression it ? List.of(it.getExpressions()) : List.of(template);
    }

    /** Returns the whole name if it contains no expression. */
    Optional<String> literal() {
        return parts.stream().allMatch(LiteralExpression.class::isInstance)
                ? Optional.of(parts.get(0).getExpressionString())
                : Optional.empty();
    }

    /** Returns the variables of the expressions that no call defines. */
    List<String> unknownVariables() {
        Set<String> known = new HashSet<>(variables());
        known.add("#root");
        known.add("#this");
        for (int i = 0; i < method.getParameterCount(); i++) {
            known.add("#p" + i);
            known.add("#a" + i);
        }
        return parts.stream()
                .flatMap(part -> part instanceof SpelExpression it ? nodes(it.getAST()) : Stream.empty())
                .filter(node -> node instanceof VariableReference || node instanceof FunctionReference)
                .map(SpelNode::toStringAST)
                .filter(variable -> !known.contains(variable))
                .distinct()
                .toList();
    }

    /** Returns the variables for the parameters, none if the compiler did not record their names. */
    List<String> variables() {
        List<String> variables = new ArrayList<>();
        @Nullable String @Nullable [] names = NAMES.getParameterNames(method);
        if (names != null) {
            for (String name : names) {
                variables.add("#" + name);
            }
        }
        return variables;
    }

    private static Stream<SpelNode> nodes(SpelNode node) {
        Stream<SpelNode> children = Stream.empty();
        for (int i = 0; i < node.getChildCount(); i++) {
            children = Stream.concat(children, nodes(node.getChild(i)));
        }
        return Stream.concat(Stream.of(node), children);
    }

    /**
     * Returns the name of the lock for a call.
     *
     * @throws IllegalLockRequestException if an expression fails or is null
     */
    String evaluate(Object target, @Nullable Object[] arguments, BeanFactory beans) {
        Optional<String> literal = literal();
        if (literal.isPresent()) {
            return literal.get();
        }
        MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(
                new Root(method, Arrays.asList(arguments), target, target.getClass()), method, arguments, NAMES);
        context.setBeanResolver(new BeanFactoryResolver(beans));
        StringBuilder name = new StringBuilder();
        parts.forEach(part -> name.append(evaluate(part, context)));
        return name.toString();
    }

    private String evaluate(Expression part, EvaluationContext context) {
        try {
            String value = part.getValue(context, String.class);
            if (value == null) {
                throw invalid(part, "it is null", null);
            }
            return value;
        } catch (EvaluationException e) {
            throw invalid(part, String.valueOf(e.getMessage()), e);
        }
    }

    private IllegalLockRequestException invalid(Expression part, String reason, @Nullable Throwable cause) {
        return new IllegalLockRequestException(
                "The lock name of method %s of %s has no value: expression '%s' failed: %s"
                        .formatted(
                                Subject.signature(method),
                                method.getDeclaringClass().getName(),
                                part.getExpressionString(),
                                reason),
                cause);
    }

    /** The root object of the expressions, with the properties of Spring's cache annotations. */
    record Root(Method method, List<@Nullable Object> args, Object target, Class<?> targetClass) {}
}
